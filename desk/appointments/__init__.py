"""Appointments with a consultant: when one can be had, and what may become of it. No framework in its rules."""
