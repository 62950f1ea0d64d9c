"""The base year as it is told: who was moved and by how much, what adds up to what, and whether the programme returns it."""
