"""Times as people write them in Japanese: 来週の火曜の午後, 12月3日以降, 仕事終わり. Pure: no clock, no network, no Rasa."""
