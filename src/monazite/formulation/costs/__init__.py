"""What each decision costs, and what users gain: every entry of the cost breakdown."""
