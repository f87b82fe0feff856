package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Makes up names of artists, albums and songs that could be real; none comes twice. */
final class ListenerNames {

    /** Artists whose names are long, accented, of other scripts, or written from right to left. */
    static final List<String> UNUSUAL_ARTISTS = List.of("Zo\u00EB Quilleran", "\u00DE\u00F3rd\u00EDs Hrafnv\u00EDk",
            "\u0638\u0644\u0651 \u0627\u0644\u0645\u064A\u0646\u0627\u0621",
            "\u05E8\u05E6\u05D9\u05E3 \u05E9\u05D1\u05E2",
            "\u706F\u53F0\u30CE\u30FC\u30C8", "Pixel \uD83E\uDD8A Parade", "\u0141ucja Br\u0119czy\u0144ska",
            "The Incomparable Municipal Orchestra of Lower Farrowgate and Surrounding Parishes");

    private static final List<String> FIRST_NAMES = words("Adela Bastian Cosima Dorrit Edvin Fenna Gideon Hestia Ilse"
            + " Jorun Leopold Maren Nerys Odile Piet Ragna S\u00F8ren Tamsin Ulla Viggo Wenna Anouk Benno Carys Dagny"
            + " Elio Florin Greta Halina Ines Juna Kaito Livia Milo No\u00E9mie Orla Paloma Quentin Rosal\u00EDa-Mae"
            + " Sunniva Teodor Uma Vesna Yara");
    private static final List<String> SURNAMES = words("Ashdrift Brackwater Calloway-Finch Dunmoor Eskerby Fallowell"
            + " Grennick Hollinrake Ivarsdal Juniperson Kettlewick Lindquarry Marlowick Northolme Oakensund Pellington"
            + " Quillfort Rookhaven Silverlode Thornaby Vintergren Wraybourne Abendrot-Klee Bellefontine Corvallen"
            + " Drosselmann Ferreirinha Gr\u00FCnspecht Halvorn Iriarte-Vale Jansdottir Kowalczewski Lacombelle"
            + " Moreauville Nakashiro Okonjima Petrusevska \u00D6stergaard Tavisham");
    private static final List<String> STEMS = words("Vel Mor Tind Hal Ost Kir Lum Sav Nor Ell Bryn Dor Fen Gar Ivo Jun"
            + " Kes Lor Nim Pel Quin Sel Tor Ves Wyn Yar Zel Asp Cor Mir");
    private static final List<String> ENDINGS = words("mora vorn skaya eth ienne osk ari wick dale una elle ixen oa"
            + " str\u00F6m andra umi");
    private static final List<String> QUALITIES = words("Amber Borrowed Brittle Clockwork Copper Crooked Distant Drowsy"
            + " Feathered Folded Gilded Halfway Hollow Inland Lopsided Marbled Mossy Nocturnal Ochre Pewter Quiet"
            + " Restless Rusted Saltwater Second-Hand Slanted Tangled Tidal Unposted Vagrant Waxen Winterless Woollen"
            + " Electric Paper Velvet Plain Better Slow Bright Foreign");
    private static final List<String> THINGS = words("Almanac Anchor Barometer Bicycle Bramble Cartographer Chimney"
            + " Compass Corridor Ferry Foxglove Gramophone Harbour Heron Inkwell Junction Kettle Lantern Lighthouse"
            + " Magpie Meridian Observatory Orchard Pendulum Quarry Rooftop Semaphore Staircase Telegram Thimble"
            + " Tramline Umbrella Viaduct Weathervane Window Kitchen Motorway Satellite Postcard Balcony Suitcase"
            + " Mirror Engine River Doorway Stranger Comet Elevator");
    private static final List<String> MOMENTS = words("Midnight Tuesday February Daybreak August Curfew Sunday Harvest"
            + " Hoarfrost Solstice Twilight November Noon Thursday Winter June Morning Tonight Tomorrow");
    private static final List<String> PLACES = words("Northfold Eastquay Millbrae Greywater Lowmarsh Saltholm Underhill"
            + " Farrowgate Stillmere Copperdale Windhaven Pierhead Ninebridge Hazelport Valparosa Sankt-Anders"
            + " Montrelle Oldenwick Karrinsund Porto-Vento");
    private static final List<String> DOINGS = words("Waiting Falling Calling Dancing Drifting Humming Leaving Counting"
            + " Burning Learning Pretending Whistling Running Breathing Staying Driving Swimming Forgetting Growing"
            + " Sleeping");
    private static final List<String> GROUPS = words("Choir Radio Club Quartet Sound Assembly Orchestra Social");

    private final Set<String> taken = new HashSet<>();

    String artist(Dice dice) {
        return fresh(() -> switch (dice.below(9)) {
            case 0, 1, 2, 3 -> dice.pick(FIRST_NAMES) + " " + dice.pick(SURNAMES);
            case 4 -> "The " + dice.pick(QUALITIES) + " " + dice.pick(THINGS) + "s";
            case 5, 6 -> dice.pick(STEMS) + dice.pick(ENDINGS);
            case 7 -> dice.pick(FIRST_NAMES) + " & the " + dice.pick(THINGS) + "s";
            default -> dice.pick(PLACES) + " " + dice.pick(GROUPS);
        });
    }

    String album(Dice dice) {
        return fresh(() -> switch (dice.below(9)) {
            case 0, 1 -> dice.pick(QUALITIES) + " " + dice.pick(THINGS);
            case 2 -> "Letters from " + dice.pick(PLACES);
            case 3 -> "The " + dice.pick(THINGS) + " at " + dice.pick(MOMENTS);
            case 4 -> dice.pick(DOINGS) + " in " + dice.pick(PLACES);
            case 5 -> dice.pick(THINGS) + "s";
            case 6 -> dice.pick(MOMENTS) + ", " + dice.pick(MOMENTS);
            case 7 -> "How to Leave " + dice.pick(PLACES);
            default -> "Songs for " + one("a", dice.pick(QUALITIES)) + " " + dice.pick(THINGS);
        });
    }

    String song(Dice dice) {
        return fresh(() -> switch (dice.below(16)) {
            case 0 -> dice.pick(DOINGS) + " for " + dice.pick(FIRST_NAMES);
            case 1 -> dice.pick(QUALITIES) + " " + dice.pick(MOMENTS);
            case 2 -> "No " + dice.pick(THINGS) + " in " + dice.pick(PLACES);
            case 3 -> dice.pick(FIRST_NAMES) + "'s " + dice.pick(THINGS);
            case 4 -> dice.pick(MOMENTS) + " in " + dice.pick(PLACES);
            case 5 -> dice.pick(DOINGS) + " by the " + dice.pick(THINGS);
            case 6 -> "Your " + dice.pick(QUALITIES) + " " + dice.pick(THINGS);
            case 7 -> "Every " + dice.pick(MOMENTS) + " (" + dice.pick(DOINGS) + ")";
            case 8 -> one("A", dice.pick(THINGS)) + " for " + dice.pick(FIRST_NAMES);
            case 9 -> dice.pick(QUALITIES) + " " + dice.pick(THINGS);
            case 10 -> dice.pick(FIRST_NAMES) + ", Don't Go";
            case 11 -> dice.pick(MOMENTS) + " Without " + dice.pick(FIRST_NAMES);
            case 12 -> "The " + dice.pick(THINGS) + " Song";
            case 13 -> "Last " + dice.pick(THINGS) + " to " + dice.pick(PLACES);
            case 14 -> dice.pick(DOINGS) + " Like " + one("a", dice.pick(THINGS));
            default -> dice.pick(DOINGS) + " " + dice.pick(MOMENTS);
        });
    }

    private static String one(String article, String noun) {
        return article + ("AEIOU".indexOf(noun.charAt(0)) < 0 ? " " : "n ") + noun;
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
