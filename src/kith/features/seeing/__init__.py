"""Looking at Kith as another person sees it."""
