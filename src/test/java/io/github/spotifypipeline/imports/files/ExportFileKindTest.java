package io.github.spotifypipeline.imports.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileKindTest {

    @ParameterizedTest
    @CsvSource({
        "Streaming_History_Audio_2023_7.json, AUDIO",
        "Streaming_History_Audio_2014-2016_0.json, AUDIO",
        "Streaming_History_Audio_2024.json, AUDIO",
        "streaming_history_audio_2023_7.JSON, AUDIO",
        "MyData/Spotify Extended Streaming History/Streaming_History_Audio_2023_7.json, AUDIO",
        "a/b\\c\\Streaming_History_Audio_2023_10.json, AUDIO",
        "/absolute/Streaming_History_Audio_2023_1.json, AUDIO",
        "../../Streaming_History_Audio_2023_1.json, AUDIO",
        "Streaming_History_Video_2018-2025.json, VIDEO",
        "endsong_0.json, ENDSONG",
        "endsong.json, ENDSONG",
        "endvideo_1.json, ENDVIDEO",
        "StreamingHistory_music_0.json, SHORT",
        "StreamingHistory_podcast_0.json, SHORT",
        "StreamingHistory_audiobook_0.json, SHORT",
        "StreamingHistory0.json, SHORT",
        "StreamingHistory.json, SHORT",
        "YourLibrary.json, LIBRARY",
        "Playlist1.json, PLAYLISTS",
        "Playlist.json, PLAYLISTS",
        "recenttracks-me-1669852800.csv, SCROBBLES",
        "recenttracks-me-1669852800.json, SCROBBLES",
        "listenbrainz_me/listens/2023/11.jsonl, SCROBBLES",
        "maloja_export_2026_11_30.json, SCROBBLES",
        "koito_export.json, SCROBBLES"})
    void knowsAFileByItsBaseName(String path, ExportFileKind kind) {
        assertThat(ExportFileKind.of(path)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Userdata.json", "Identity.json", "Identifiers.json", "Inferences.json", "Payments.json",
        "SearchQueries.json", "Follow.json", "Marquee.json", "DuoNewFamily.json", "UserAddress.json",
        "UserPrompts.json",
        "YourSoundCapsule.json", "Wrapped2024.json", "UserFestivalsDataForSAR.json",
        "ReadMeFirst_ExtendedStreaming.pdf",
        "Read_Me_First.pdf", "__MACOSX/MyData/Streaming_History_Audio_2023_7.json",
        "x/__MACOSX/Streaming_History_Audio_2023_7.json", "MyData/._Streaming_History_Audio_2023_7.json",
        ".Streaming_History_Audio_2023_7.json", "Streaming_History_Audio_2023_7.json.exe",
        "xStreaming_History_Audio_2023_7.json", "Streaming_History_Audio_2023_7.json/",
        "Streaming_History_Audio_23.json",
        "StreamingHistory_video_0.json", "MyPlaylist1.json",
        "listenbrainz_me/user.json", "listenbrainz_me/feedback.jsonl", "listenbrainz_me/pinned_recording.jsonl", ""})
    void opensNothingElse(String path) {
        assertThat(ExportFileKind.of(path)).isEmpty();
    }
}
