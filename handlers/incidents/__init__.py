"""Many cases of one batch, and how heated a group is."""
