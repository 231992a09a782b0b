"""What comes in and goes out: sheets, address cards, calendars. Nothing here opens a store by itself."""
