package io.github.spotifysandbox.music;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Makes up names for artists, albums and songs out of uncommon words; no name comes twice. */
final class NameMaker {

    private static final List<String> QUALITIES = words("Amber Borrowed Brittle Clockwork Copper Crooked Distant "
            + "Drowsy Feathered Folded Gilded Halfway Hollow Inland Lopsided Marbled Moth-Eaten Mossy Nocturnal "
            + "Ochre Pewter Quarter Restless Rusted Saltwater Second-Hand Slanted Tangled Threadbare Tidal Unposted "
            + "Vagrant Waxen Winterless Woollen");
    private static final List<String> THINGS = words("Almanac Anchor Barometer Bicycle Bramble Cartographer Chimney "
            + "Compass Corridor Dovecote Ferry Foxglove Gramophone Harbour Heron Inkwell Junction Kettle Lantern "
            + "Lighthouse Magpie Meridian Observatory Orchard Pendulum Quarry Rooftop Semaphore Staircase Telegram "
            + "Thimble Tramline Umbrella Viaduct Weathervane");
    private static final List<String> FIRST_NAMES = words("Adela Bastian Cosima Dorrit Edvin Fenna Gideon Hestia "
            + "Ilse Jorun Kestrel Leopold Maren Nerys Odile Piet Ragna Soren Tamsin Ulla Viggo Wenna");
    private static final List<String> SURNAMES = words("Ashdrift Brackwater Calloway-Finch Dunmoor Eskerby Fallowell "
            + "Grennick Hollinrake Ivarsdal Juniperson Kettlewick Lindquarry Marlowick Northolme Oakensund "
            + "Pellington Quillfort Rookhaven Silverlode Thornaby Vintergren Wraybourne");
    private static final List<String> MOMENTS = words("Midnight Tuesday February Ebbtide Daybreak August Curfew "
            + "Sunday Harvest Hoarfrost Solstice Twilight November Noon");
    private static final List<String> PLACES = words("Northfold Eastquay Millbrae Greywater Lowmarsh Saltholm "
            + "Underhill Farrowgate Stillmere Copperdale Windhaven Pierhead Ninebridge Hazelport");
    private static final List<String> DOINGS = words("Waiting Falling Calling Dancing Drifting Humming Leaving "
            + "Counting Burning Learning Pretending Whistling");

    private final Dice dice;
    private final Set<String> taken = new HashSet<>();

    NameMaker(Dice dice) {
        this.dice = dice;
    }

    String artist() {
        return fresh(() -> switch (dice.below(5)) {
            case 0, 1 -> dice.pick(FIRST_NAMES) + " " + dice.pick(SURNAMES);
            case 2 -> "The " + dice.pick(QUALITIES) + " " + dice.pick(THINGS) + "s";
            case 3 -> dice.pick(THINGS) + " & " + dice.pick(THINGS);
            default -> dice.pick(PLACES) + " " + dice.pick(THINGS) + " Club";
        });
    }

    String album() {
        return fresh(() -> switch (dice.below(4)) {
            case 0 -> dice.pick(QUALITIES) + " " + dice.pick(THINGS);
            case 1 -> "Letters from " + dice.pick(PLACES);
            case 2 -> "The " + dice.pick(THINGS) + " at " + dice.pick(MOMENTS);
            default -> dice.pick(DOINGS) + " in " + dice.pick(PLACES);
        });
    }

    String song() {
        return fresh(() -> switch (dice.below(6)) {
            case 0 -> dice.pick(DOINGS) + " for " + dice.pick(FIRST_NAMES);
            case 1 -> dice.pick(QUALITIES) + " " + dice.pick(MOMENTS);
            case 2 -> "No " + dice.pick(THINGS) + " in " + dice.pick(PLACES);
            case 3 -> dice.pick(FIRST_NAMES) + "'s " + dice.pick(THINGS);
            case 4 -> dice.pick(MOMENTS) + ", " + dice.pick(PLACES);
            default -> dice.pick(DOINGS) + " by the " + dice.pick(THINGS);
        });
    }

    private String fresh(Supplier<String> maker) {
        String name = maker.get();
        while (!taken.add(name)) {
            name = maker.get();
        }
        return name;
    }

    private static List<String> words(String spaced) {
        return List.of(spaced.split(" "));
    }
}
