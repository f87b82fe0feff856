package io.github.spotifysandbox.music;

import java.util.ArrayList;
import java.util.List;

/** Tracks with the odd data of real answers, which turn up among ordinary plays now and then. */
final class OddTracks {

    private static final String RIGHT_TO_LEFT_MARK = "\u200F";

    private OddTracks() {
    }

    /** @param ordinary tracks of the library, one of which comes back under another id */
    static List<SandboxTrack> amid(List<SandboxTrack> ordinary) {
        List<SandboxTrack> odd = new ArrayList<>();
        odd.add(SandboxTrack.localFile("The Cellar Tapes", "Rehearsal, 3 May", "Take Four (rough)", 127));
        odd.add(SandboxTrack.localFile("Grandmother's Radio", "", "Kitchen Waltz", 94));
        odd.add(SandboxTrack.of("Neon Puddles \uD83C\uDF27\uFE0F\u2728", "Pixel \uD83E\uDD8A Parade"));
        odd.add(SandboxTrack.of(RIGHT_TO_LEFT_MARK + "\u0644\u064A\u0644 \u0627\u0644\u0645\u062F\u064A\u0646\u0629"
                + RIGHT_TO_LEFT_MARK, "\u05E9\u05D9\u05E8 \u05D4\u05D9\u05DD"));
        odd.add(SandboxTrack.of("$pend.It.All", "Ca$h.Lantern"));
        odd.add(SandboxTrack.of("$set", "A.B.C. and the D."));
        odd.add(SandboxTrack.of("She Said \"Don't\" \\ I Won't", "O'Marrow"));
        odd.add(SandboxTrack.of("<script>alert(1)</script>", "Tag & Bracket"));
        odd.add(SandboxTrack.of("Hymn for Five Trains", "Kessa Vole", "Ruben Talwick", "The Amber Ferries",
                "Ines Quillfort", "DJ Halfpast"));
        odd.add(SandboxTrack.of("Bad Language Lesson", "Mouthful of Gravel").asExplicit());
        odd.add(released("Tin Summer", "The Paper Lighthouses", "1981"));
        odd.add(released("Snow on the Ferry", "The Paper Lighthouses", "1981-12"));
        odd.add(released("Undated Letter", "Post Office Choir", null));
        odd.add(released("Year Nought", "Post Office Choir", "0000"));
        SandboxTrack original = ordinary.get(0);
        odd.add(original.withId(Dice.of(0, "relinked", original.id()).base62(22)));
        return odd;
    }

    private static SandboxTrack released(String name, String artist, String date) {
        SandboxTrack track = SandboxTrack.of(name, artist);
        return track.withAlbum(track.album().withReleaseDate(date));
    }
}
