"""From a world to an answer: base year, options, announcements, by-hand checks and reasons."""
