"""What a group is shown of a solved case: the card, the member's consent, the post, and taking it back."""
