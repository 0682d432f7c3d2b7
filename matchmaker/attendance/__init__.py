"""The day itself: who has arrived, the hall's screens, the phones without network, what each meeting was like."""
