"""What sound models are built from. All of it at 44.1 kHz, mono, vectorised.

``noise`` spectra and slow changes · ``envelopes`` · ``modal`` struck and resonating bodies ·
``grains`` onsets, scattering, bubbles · ``friction`` squeaks and creaks · ``voice`` glottal
source and formants of animals and people · ``tones`` partials, FM, chirps · ``strings`` plucked
strings · ``filters``
"""
