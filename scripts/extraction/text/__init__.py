"""The text as it is: a view that reads evenly, its sentences, the short forms it defines itself."""
