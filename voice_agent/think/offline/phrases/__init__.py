"""What words say, whatever is done with them: numbers, times, languages, moods, arguments."""
