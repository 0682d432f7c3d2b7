"""People: users, sign-in, roles, offices, invitations and consent."""
