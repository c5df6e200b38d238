"""One public function per intention of the user."""
