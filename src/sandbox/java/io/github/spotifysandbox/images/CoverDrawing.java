package io.github.spotifysandbox.images;

import io.github.spotifysandbox.music.Dice;

/** A picture of flat shapes on a gradient. What it shows follows from a name alone, whatever its size. */
final class CoverDrawing {

    private final Dice dice;
    private final double hue;
    private final int sky;
    private final int ground;
    private final int shape;
    private final int accent;
    private final int motif;
    private final double a;
    private final double b;
    private final double c;

    CoverDrawing(String name) {
        dice = Dice.of(0, "cover", name);
        hue = dice.fraction();
        boolean dark = dice.chance(0.45);
        double apart = 0.08 + 0.42 * dice.fraction();
        sky = colour(hue, 0.35 + 0.3 * dice.fraction(), dark ? 0.2 : 0.74);
        ground = colour(hue + 0.06, 0.4 + 0.3 * dice.fraction(), dark ? 0.34 : 0.6);
        shape = colour(hue + apart, 0.4 + 0.3 * dice.fraction(), dark ? 0.66 : 0.4);
        accent = colour(hue + apart + 0.12, 0.55, dark ? 0.85 : 0.2);
        motif = dice.below(6);
        a = dice.fraction();
        b = dice.fraction();
        c = dice.fraction();
    }

    /** @param size width and height in pixels */
    byte[] png(int size) {
        double soft = 1.0 / size;
        return Png.of(size, (x, y) -> at((x + 0.5) / size, (y + 0.5) / size, soft));
    }

    /** The colour at a place from 0 to 1. @param soft over which distance an edge is smoothed */
    private int at(double x, double y, double soft) {
        int base = mixed(sky, ground, y);
        return switch (motif) {
            case 0 -> sun(x, y, soft, base);
            case 1 -> rings(x, y, soft, base);
            case 2 -> bands(x, y, soft, base);
            case 3 -> tiles(x, y, soft, base);
            case 4 -> hills(x, y, soft, base);
            default -> corners(x, y, soft, base);
        };
    }

    private int sun(double x, double y, double soft, int base) {
        double r = 0.16 + 0.16 * b;
        int withSun = over(base, shape, r - distance(x, y, 0.3 + 0.4 * a, 0.42), soft);
        return over(withSun, accent, y - (0.66 + 0.12 * c), soft);
    }

    private int rings(double x, double y, double soft, int base) {
        double d = distance(x, y, 0.2 + 0.6 * a, 0.2 + 0.6 * b);
        double width = 0.07 + 0.06 * c;
        int ring = (int) (d / width);
        double inside = width / 2 - Math.abs(d - (ring + 0.5) * width);
        return ring % 2 == 0 ? over(base, ring == 0 ? accent : shape, inside, soft) : base;
    }

    private int bands(double x, double y, double soft, int base) {
        double along = x * (0.4 + a) + y * (1.4 - a);
        double width = 0.14 + 0.12 * b;
        int band = (int) (along / width);
        double inside = width / 2 - Math.abs(along - (band + 0.5) * width);
        return switch ((band + (int) (3 * c)) % 3) {
            case 0 -> over(base, shape, inside, soft);
            case 1 -> over(base, accent, inside - width * 0.3, soft);
            default -> base;
        };
    }

    private int tiles(double x, double y, double soft, int base) {
        int count = 3 + (int) (2 * a);
        int column = Math.min((int) (x * count), count - 1);
        int row = Math.min((int) (y * count), count - 1);
        int turn = (int) (997 * (b + c) + 31 * column + 17 * row * (column + 1)) % 5;
        double u = x * count - column;
        double v = y * count - row;
        return switch (turn) {
            case 0 -> over(base, shape, 1 - distance(u, v, 0, 0), soft * count);
            case 1 -> over(base, accent, 1 - distance(u, v, 1, 1), soft * count);
            case 2 -> over(base, shape, 1 - distance(u, v, 1, 0), soft * count);
            case 3 -> over(base, accent, 0.32 - distance(u, v, 0.5, 0.5), soft * count);
            default -> base;
        };
    }

    private int hills(double x, double y, double soft, int base) {
        double far = 0.45 + 0.1 * StrictMath.sin(6 * x + 9 * a);
        double near = 0.68 + 0.08 * StrictMath.sin(9 * x + 7 * b);
        int moon = over(base, accent, 0.07 - distance(x, y, 0.2 + 0.6 * c, 0.2), soft);
        return over(over(moon, mixed(shape, base, 0.45), y - far, soft), shape, y - near, soft);
    }

    private int corners(double x, double y, double soft, int base) {
        int triangle = over(base, shape, (y - x * (0.5 + a)) * 0.8, soft);
        return over(triangle, accent, 0.3 + 0.25 * b - distance(x, y, 1, c < 0.5 ? 0 : 1), soft);
    }

    private static double distance(double x, double y, double centreX, double centreY) {
        return Math.sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY));
    }

    /** @param inside how far inside of the upper shape a place lies; less than 0 outside of it */
    private static int over(int below, int above, double inside, double soft) {
        return mixed(below, above, Math.min(1, Math.max(0, inside / soft + 0.5)));
    }

    /** @param share of the second one */
    private static int mixed(int one, int other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double part = (one >> shift & 0xff) * (1 - share) + (other >> shift & 0xff) * share;
            mixed = mixed << 8 | (int) Math.round(part);
        }
        return mixed;
    }

    /** A colour by hue (any number; whole ones are red), saturation and lightness (0 to 1). */
    private static int colour(double hue, double saturation, double lightness) {
        int colour = 0;
        for (int n : new int[] {0, 8, 4}) {
            double k = (n + (hue - Math.floor(hue)) * 12) % 12;
            double part = lightness - saturation * Math.min(lightness, 1 - lightness)
                    * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            colour = colour << 8 | (int) Math.round(255 * part);
        }
        return colour;
    }
}
