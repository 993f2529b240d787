-- The assistant's conversations have a database of their own.
CREATE DATABASE tracker OWNER hitohata;
