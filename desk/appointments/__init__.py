"""Appointments with a consultant: when one can be had, and what may become of it. No framework, no other room of the desk."""
