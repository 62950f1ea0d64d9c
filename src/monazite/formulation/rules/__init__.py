"""What was promised or forbidden: agreements, controls, reservations, duties to run."""
