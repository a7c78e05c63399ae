namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>The words from which names, titles and descriptions are made.</summary>
internal static class ShopVocabulary
{
    /// <summary>Genres with their themes; each theme has words of its own, nouns that fit titles and descriptions.</summary>
    public static IReadOnlyList<(string Genre, string Theme, string[] Nouns)> Themes { get; } =
    [
        Theme("Fantasy", "dragons", "dragon scale ember wyrm rider eyrie hoard flame egg talon"),
        Theme("Fantasy", "witchcraft", "witch cauldron coven spell raven familiar hex broom herb moonlight"),
        Theme("Fantasy", "court intrigue", "crown throne prince heir oath palace betrayal duel regent masquerade"),
        Theme("Fantasy", "folk tales", "forest wolf spindle godmother thorn mirror well briar giant harp"),
        Theme("Science fiction", "starships", "starship orbit captain nebula airlock crew signal comet jump colony"),
        Theme("Science fiction", "machines", "android circuit robot mind protocol code network engine memory upload"),
        Theme("Science fiction", "time travel", "paradox clock century loop yesterday machine traveller echo moment timeline"),
        Theme("Science fiction", "after the fall", "ruin dust shelter wasteland survivor water bunker seed caravan silence"),
        Theme("Crime", "detectives", "detective alibi witness evidence inspector suspect corpse ledger confession motive"),
        Theme("Crime", "cosy villages", "vicar teapot village bakery cottage gossip fete cat scone poison"),
        Theme("Crime", "forensics", "autopsy fingerprint laboratory bone pathologist fibre blood sample coroner trace"),
        Theme("Crime", "heists", "vault thief diamond safe forger getaway blueprint alarm crew casino"),
        Theme("Romance", "small towns", "bookshop porch bakery harvest neighbour orchard letter dance summer sweetheart"),
        Theme("Romance", "regency", "duke ballroom governess carriage scandal waltz bonnet estate suitor debutante"),
        Theme("Romance", "office", "boss deadline elevator contract coffee promotion rival email intern penthouse"),
        Theme("Romance", "seaside", "beach lighthouse tide harbour shell ferry lagoon sailor dune sunset"),
        Theme("Historical fiction", "ancient Rome", "legion senator gladiator forum emperor aqueduct slave toga villa centurion"),
        Theme("Historical fiction", "wartime", "bomber ration resistance telegram trench nurse convoy blackout spy evacuee"),
        Theme("Historical fiction", "merchants", "silk spice guild galleon ledger harbour loom plague canal fortune"),
        Theme("Thriller", "conspiracies", "cipher agency whistleblower dossier surveillance senator leak assassin decoy passport"),
        Theme("Thriller", "legal", "verdict jury courtroom lawyer appeal testimony judge client acquittal oath"),
        Theme("Horror", "hauntings", "ghost attic cellar seance shadow whisper manor grave cradle candle"),
        Theme("Horror", "creatures", "vampire fang swamp hunger beast claw nest burrow venom howl"),
        Theme("Young adult", "boarding school", "dormitory prefect exam secret classmate library rumour curfew uniform scholarship"),
        Theme("Young adult", "first love", "locker mixtape prom crush diary skateboard summer party kiss bus"),
        Theme("Children", "animals", "rabbit hedgehog puppy badger nest duckling burrow kitten pond acorn"),
        Theme("Children", "adventures", "treasure map pirate island raft compass cave parrot kite lantern"),
        Theme("Biography", "musicians", "guitar stage melody studio violin tour chorus piano encore vinyl"),
        Theme("Biography", "scientists", "telescope theorem laboratory discovery notebook microscope equation prize comet experiment"),
        Theme("History", "empires", "empire treaty dynasty siege fortress border archive revolt cavalry parliament"),
        Theme("History", "everyday life", "kitchen market loom fashion plough hearth calendar wages tavern parish"),
        Theme("Cooking", "baking", "bread sourdough butter flour oven pastry crumb yeast tart cinnamon"),
        Theme("Cooking", "vegetables", "garden lentil aubergine bean squash tomato basil root broth pepper"),
        Theme("Travel", "mountains", "summit glacier trail ridge hut rope valley pass avalanche sherpa"),
        Theme("Travel", "cities", "metro cafe boulevard rooftop bridge museum alley tram square bazaar"),
        Theme("Self-help", "habits", "habit morning routine focus goal journal mindset clutter willpower calm"),
        Theme("Popular science", "oceans", "whale reef current abyss plankton coral tide squid trench kelp"),
        Theme("Popular science", "the brain", "neuron memory dream synapse emotion illusion sleep decision reflex attention"),
        Theme("Poetry", "nature", "meadow heron frost river birch swallow rain moss dawn lichen"),
        Theme("Graphic novels", "heroes", "hero mask cape villain sidekick rooftop rescue mutant shield disguise"),
    ];

    public static IReadOnlyList<string> Adjectives { get; } = Words(
        "last silent broken hidden golden crimson distant forgotten little midnight burning secret winter lonely restless hollow "
        + "silver wandering borrowed stolen quiet bitter endless paper glass");

    public static IReadOnlyList<string> FirstNames { get; } = Words(
        "Ada Bruno Clara Dario Elif Farid Greta Hugo Ines Jonas Kaya Leo Mina Nils Olga Pavel Quinn Rosa Samir Tilda Uma Viktor Wanda "
        + "Xavier Yara Zeno Amira Boris Celia Dmitri Esther Felix Gwen Henrik Iris Joao Kirsten Lars Maren Noor");

    public static IReadOnlyList<string> LastNames { get; } = Words(
        "Abelard Brandt Castellan Dunmore Ekström Farrow Galloway Hartwell Ivarsson Jessop Kovacs Lindqvist Marlowe Novak Okafor "
        + "Pemberton Quist Rosales Sandoval Thackeray Ulrich Vance Whitlock Yilmaz Zeller Ashdown Bellamy Corwin Delacroix Eastwood "
        + "Fairchild Greaves Holloway Inchbald Joubert Kestrel Lorimer Moreau Nightingale Osborne Petrov Rainsford Silvers Tamura "
        + "Underhill Voss Winslow Yarrow Zamora Attwell Birch Crowley Drummond Ellery Fontaine Grimaldi Hawthorne Ibsen Jarvis Keane");

    public static IReadOnlyList<string> Publishers { get; } =
    [
        "Imaginary Lantern Press", "Imaginary Harbour Books", "Imaginary Fox & Quill", "Imaginary Paper Moon", "Imaginary North Stair",
        "Imaginary Green Door", "Imaginary Ninth Wave", "Imaginary Owl House", "Imaginary Blue Ladder", "Imaginary Salt & Ink",
        "Imaginary Tin Whistle", "Imaginary Long Shelf",
    ];

    /// <summary>Languages with the share of authors who write in them, adding up to 1.</summary>
    public static IReadOnlyList<(string Code, double Share)> Languages { get; } =
        [("eng", 0.86), ("fre", 0.06), ("ger", 0.05), ("spa", 0.03)];

    private static (string Genre, string Theme, string[] Nouns) Theme(string genre, string theme, string nouns) =>
        (genre, theme, Words(nouns));

    private static string[] Words(string text) => text.Split(' ');
}
