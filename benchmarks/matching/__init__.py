"""Quality and speed of the matching engine beside its peers, on the open data of MATCHMAKER_SHARED_DATA."""
