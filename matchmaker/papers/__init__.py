"""What is printed for an event: agendas, table cards, badges, lists; set by typst."""
