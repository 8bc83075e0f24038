"""Who acts and what they may: users, units, teams, roles, tokens."""
