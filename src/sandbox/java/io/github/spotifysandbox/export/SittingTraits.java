package io.github.spotifysandbox.export;

import io.github.spotifysandbox.music.Dice;
import java.util.List;

/**
 * What the rows of one sitting have alike.
 *
 * @param platform the kind of device, in the words of exports since October 2023
 * @param country  where it was, as a code of two letters
 * @param address  an IP address; of a block that is nobody's (RFC 5737)
 * @param shuffle  whether songs came in no order
 * @param offline  whether Spotify heard of it later
 * @param hidden   whether it was a private session
 */
record SittingTraits(String platform, String country, String address, boolean shuffle, boolean offline,
        boolean hidden) {

    private static final List<String> PLATFORMS = List.of("android", "android", "windows", "ios", "linux");
    private static final double OFFLINE = 0.06;
    private static final double HIDDEN = 0.04;

    static SittingTraits of(Dice dice) {
        return new SittingTraits(PLATFORMS.get(dice.below(PLATFORMS.size())), dice.chance(0.05) ? "PT" : "NO",
                "203.0.113." + (1 + dice.below(254)), dice.chance(0.4), dice.chance(OFFLINE), dice.chance(HIDDEN));
    }
}
