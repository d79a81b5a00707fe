"""The rows of the README's table of figures, and where each figure stands in the reports."""

from __future__ import annotations

from collections.abc import Sequence

# What, here, beside it, command. [[table | cells of the row | column | format]] is a figure.
ROWS: Sequence[tuple[str, str, str, str]] = (
    (
        "last word to first sound of the answer, [[Last speech sample to ..., seconds | "
        "ours & first_audio | n]] spoken requests, median",
        "[[Last speech sample to ..., seconds | ours & first_audio | median | .2f]] s",
        "[[Last speech sample to ..., seconds | naive cascade & first_audio | median | .2f]] s: "
        "800 ms of silence, faster-whisper with its defaults, whole answer first",
        "bench latency",
    ),
    (
        "the same, 95 % of turns within",
        "[[Last speech sample to ..., seconds | ours & first_audio | p95 | .2f]] s",
        "[[Last speech sample to ..., seconds | naive cascade & first_audio | p95 | .2f]] s",
        "bench latency",
    ),
    (
        "noises of [[Voice activity | webrtc+silero | noises]] that open a turn",
        "[[Voice activity | webrtc+silero | opened]]",
        "[[Voice activity | webrtc | opened]] with webrtcvad alone",
        "bench vad",
    ),
    (
        "words invented on [[Words invented where nobody speaks | ours | noises]] noises",
        "[[Words invented where nobody speaks | ours | invented]]",
        "[[Words invented where nobody speaks | faster-whisper, defaults | invented]] by "
        "faster-whisper with its defaults",
        "bench asr",
    ),
    (
        "recognising a stretch of "
        "[[Seconds of compute | ours & a stretch of speech | median length | .1f]] s, median",
        "[[Seconds of compute | ours & a stretch of speech | median | .2f]] s",
        "[[Seconds of compute | faster-whisper, defaults & a stretch of speech | median | .2f]] s, "
        "same weights",
        "bench asr",
    ),
    (
        "turns of natural speech: words unlike Whisper base's, "
        "n = [[Turns of natural speech | ours, a spoken turn | turns]]; CPU seconds of a turn",
        "[[Turns of natural speech | ours, a spoken turn | differ from Whisper base % | .1f]] %, "
        "[[Turns of natural speech | ours, a spoken turn | CPU s | .2f]]",
        "[[Turns of natural speech | ours, in the full window | differ from Whisper base % | .1f]] "
        "%, [[Turns of natural speech | ours, in the full window | CPU s | .2f]] in the full "
        "window of 30 s; [[Turns of natural speech | faster-whisper, defaults | "
        "differ from Whisper base % | .1f]] %, [[Turns of natural speech | "
        "faster-whisper, defaults | CPU s | .2f]] by faster-whisper's defaults",
        "bench asr",
    ),
    (
        "interrupted, the loudspeaker at -6, -12, -20 dB in the microphone: silent after, median; "
        "95 % within; caught of [[Barge-in | ours & -6 | interruptions]] each; interrupts itself "
        "in ten minutes",
        "[[Barge-in | ours & -6 | median s | .2f]], [[Barge-in | ours & -12 | median s | .2f]], "
        "[[Barge-in | ours & -20 | median s | .2f]] s; [[Barge-in | ours & -6 | p95 s | .2f]], "
        "[[Barge-in | ours & -12 | p95 s | .2f]], [[Barge-in | ours & -20 | p95 s | .2f]] s; "
        "[[Barge-in | ours & -6 | caught % | .0f]], [[Barge-in | ours & -12 | caught % | .0f]], "
        "[[Barge-in | ours & -20 | caught % | .0f]] %; "
        "[[Barge-in | ours & -6 | interrupted itself]], "
        "[[Barge-in | ours & -12 | interrupted itself]], "
        "[[Barge-in | ours & -20 | interrupted itself]] times",
        "without a canceller it interrupts itself at once",
        "bench barge-in",
    ),
    (
        "waiting hands-free, of one core: in a silent room, in noise of -50 dBFS",
        "[[Start, waiting and memory | listening to a silent room, % of a core | value | .1f]] %, "
        "[[Start, waiting and memory | listening to a room with noise of -50 dBFS, % of a core | "
        "value | .1f]] %",
        "",
        "bench idle",
    ),
    (
        "command to listening; memory then, after 20 turns, some with tools, and at most",
        "[[Start, waiting and memory | command to listening, s | value | .1f]] s; "
        "[[Start, waiting and memory | memory with all models warm, MB | value | .0f]], "
        "[[Start, waiting and memory | memory after 20 turns, some with tools, MB | value | .0f]], "
        "[[Start, waiting and memory | the most it ever held, MB | value | .0f]] MB",
        "",
        "bench idle",
    ),
    (
        "[[Soak, faster than real time | a computed room | hours | .0f]] hours of a room: frames "
        "lost, memory's growth an hour",
        "[[Soak, faster than real time | a computed room | missing frames]], "
        "[[Soak, faster than real time | a computed room | growth MB/h | .1f]] MB",
        "",
        "bench soak",
    ),
    (
        "word errors on recordings of people ([[Words and letters heard wrongly | people, recorded "
        "& transcribe_speech | words]] words)",
        "[[Words and letters heard wrongly | people, recorded & transcribe_speech | wer_% "
        "| .0f]] %",
        "[[Words and letters heard wrongly | people, recorded & faster-whisper, defaults | wer_% "
        "| .0f]] %",
        "eval capability",
    ),
    (
        "noise removal at 5 dB, natural voices: SI-SDR, worst change",
        "[[Noise removal | 5 & enhance_speech | si_sdr | .1f]] dB, "
        "[[Noise removal | 5 & enhance_speech | worst_gain | +.1f]] dB",
        "noisy [[Noise removal | 5 & noisy input | si_sdr | .1f]]; "
        "RNNoise [[Noise removal | 5 & RNNoise | si_sdr | .1f]], "
        "[[Noise removal | 5 & RNNoise | worst_gain | +.1f]]; DeepFilterNet3 bare "
        "[[Noise removal | 5 & DeepFilterNet3, all of it | si_sdr | .1f]], "
        "[[Noise removal | 5 & DeepFilterNet3, all of it | worst_gain | +.1f]]",
        "eval capability",
    ),
    (
        "exact plans, 324 hand-written requests, a third as a recogniser writes",
        "[[Consistency | offline planner | exact % | .1f]] % in "
        "[[Consistency | offline planner | median ms | .0f]] ms",
        "[[Consistency | nearest neighbour | exact % | .1f]] % by nearest neighbour",
        "eval consistency",
    ),
    (
        "music: key, mode and tempo asked are heard in the sound, n = "
        "[[Composed music | composed | n]]",
        "[[Composed music | composed | key heard % | .0f]], "
        "[[Composed music | composed | mode heard % | .0f]], "
        "[[Composed music | composed | tempo heard % | .0f]] %",
        "pitches shuffled: [[Composed music | pitches shuffled | key heard % | .0f]], "
        "[[Composed music | pitches shuffled | mode heard % | .0f]], "
        "[[Composed music | pitches shuffled | tempo heard % | .0f]] %",
        "eval capability",
    ),
    (
        "made sounds heard as what they are (best 5 of 521 classes), n = "
        "[[Single sounds heard as what they are | sound models | n]]",
        "[[Single sounds heard as what they are | sound models | heard_percent | .0f]] %",
        "[[Single sounds heard as what they are | noise of the same outline | heard_percent | "
        ".0f]] % noise of the same outline, [[Single sounds heard as what they are | another "
        "sound's classes | heard_percent | .0f]] % another sound's classes",
        "eval capability",
    ),
    (
        "events of 40 made scenes heard where they are told",
        "[[Events of scenes | generate_audio | events_heard_percent | .0f]] %",
        "[[Events of scenes | another scene's events | events_heard_percent | .0f]] % another "
        "scene's",
        "eval capability",
    ),
    (
        "a sound taken out of a mixture at 0 dB: SI-SDR gain, n = "
        "[[Taking a sound out of two | all | n]]; where it hears nothing counted as 0, n = "
        "[[Taking a sound out of two | all, those not heard as 0 dB | n]]",
        "[[Taking a sound out of two | all | extract_sound | .1f]] dB; "
        "[[Taking a sound out of two | all, those not heard as 0 dB | extract_sound | .1f]] dB",
        "[[Taking a sound out of two | all | by_time_alone | .1f]] dB by time gating",
        "eval capability",
    ),
    (
        "two unseen talkers apart: SI-SDR gain, n = "
        "[[Two talkers pulled apart | all & separate_speech | n]] (different sex, same sex)",
        "[[Two talkers pulled apart | all & separate_speech | gain | .1f]] dB "
        "([[Two talkers pulled apart | different sex & separate_speech | gain | .1f]], "
        "[[Two talkers pulled apart | same sex & separate_speech | gain | .1f]]), worst "
        "[[Two talkers pulled apart | all & separate_speech | worst_gain | .1f]]",
        "[[Two talkers pulled apart | all & NMF, spectral clustering | gain | .1f]] dB by NMF",
        "eval capability",
    ),
    (
        "in another's voice: closer by a speaker encoder, similarity, "
        "[[A text in the voice of a reference | all | n]] readers",
        "[[A text in the voice of a reference | all | closer_percent | .0f]] %, "
        "[[A text in the voice of a reference | all | transfer_style | .2f]]",
        "[[A text in the voice of a reference | all | plain_voice | .2f]] the plain voice",
        "eval capability",
    ),
    (
        "directions not measured: within 40 µs and 1 dB of the ears'",
        "[[Directions that were not measured | binauralize | within_40us_1db_percent | .0f]] %",
        "[[Directions that were not measured | nearest measurement | within_40us_1db_percent | "
        ".0f]] % nearest measurement, [[Directions that were not measured | panning and a sphere's "
        "delay | within_40us_1db_percent | .0f]] % panning with delay",
        "eval capability",
    ),
    (
        "sung: frames within 30 cents, onsets within 50 ms, [[Singing | all & sing | notes]] notes",
        "[[Singing | all & sing | in_tune_% | .1f]] %, [[Singing | all & sing | onsets_% | .1f]] %",
        "[[Singing | all & spoken, each syllable shifted | in_tune_% | .0f]] %, [[Singing | all & "
        "spoken, each syllable shifted | onsets_% | .0f]] % spoken and shifted",
        "eval capability",
    ),
    (
        "words of slow songs heard wrongly (tiny.en)",
        "[[Words of slow songs heard wrongly | sing | whisper-tiny-en % | .0f]] %",
        "[[Words of slow songs heard wrongly | spoken, each syllable shifted | whisper-tiny-en % | "
        ".0f]] % spoken and shifted, [[Words of slow songs heard wrongly | the same words spoken | "
        "whisper-tiny-en % | .0f]] % plainly spoken",
        "eval capability",
    ),
    (
        "a film of a talking head, 512 pixels, 20 s of a reader: seconds of one core for each",
        "[[Films | a reader | processor_per_second | .2f]]",
        "",
        "eval capability",
    ),
    (
        "talking head: lips closed on p, b, m, phonemes known or heard, n = "
        "[[Lips on p, b, m and in vowels | phoneme times known | closures]]",
        "[[Lips on p, b, m and in vowels | phoneme times known | closed_within_a_frame_% "
        "| .1f]] %, "
        "[[Lips on p, b, m and in vowels | words recognised | closed_within_a_frame_% | .1f]] %",
        "[[Lips on p, b, m and in vowels | flap | closed_within_a_frame_% | .1f]] % by loudness "
        "alone",
        "eval capability",
    ),
    (
        "the voice: word errors, DNSMOS, [[The voice | ours | n]] sentences",
        "[[The voice | ours | wer_percent | .1f]] %, [[The voice | ours | ovrl | .2f]]",
        "its teacher hibari [[The voice | hibari | wer_percent | .1f]] %, [[The voice | hibari | "
        "ovrl | .2f]]; espeak-ng [[The voice | espeak-ng | wer_percent | .1f]] %, [[The voice | "
        "espeak-ng | ovrl | .2f]]",
        "eval capability",
    ),
    (
        "distance to the teacher's reading: MCD, F0 frame error",
        "[[The voice | ours | mcd_db | .1f]] dB, [[The voice | ours | ffe_% | .0f]] %",
        "espeak-ng [[The voice | espeak-ng | mcd_db | .1f]] dB, [[The voice | espeak-ng | ffe_% | "
        ".0f]] %",
        "eval capability",
    ),
    (
        "sounds in mixtures of two: mAP, F1 by seconds",
        "[[Sounds detected at all | detect_sounds | mAP | .2f]], "
        "[[Sounds detected in time | detect_sounds | segment_f1 | .2f]]",
        "[[Sounds detected at all | chance | mAP | .2f]] by chance, "
        "[[Sounds detected in time | scores above one half | segment_f1 | .2f]] by scores above "
        "one half",
        "eval capability",
    ),
)
