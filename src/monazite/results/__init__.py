"""From a solution to what people read: quantities by name and period, prices, the welfare account, the archive."""
