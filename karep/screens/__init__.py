"""The Textual side: one file a screen, the widgets they share, and the gate for stored text."""
