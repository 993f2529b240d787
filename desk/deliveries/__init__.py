"""送信の記録: what did not reach its receiver, over every channel, and what to do about each."""
