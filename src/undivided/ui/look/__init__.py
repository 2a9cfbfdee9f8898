"""How everything looks: themes, fonts, icons, marks, and foreign text that stays text."""
