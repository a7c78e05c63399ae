namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// Interactions without taste or time, for measuring: the popularity of items follows a power law, the activity of users is log-normal,
/// no user has an item twice, and every user is drawn from the seed alone. Memory: about 40 bytes an item and 4 bytes a user;
/// interactions are made as they are read. All of it is synthetic, as its ids show.
/// </summary>
public sealed class SyntheticMatrix
{
    private const double Shift = 20;
    private const int SetUpStream = 1 << 26;
    private const int UserStream = 1 << 27;

    /// <summary>Draws of a user an item of the matrix before what is missing is chosen in one pass over all items.</summary>
    private const long DrawsPerItem = 4;

    private readonly SyntheticMatrixOptions _options;
    private readonly double[] _popularity;
    private readonly AliasSampler _items;
    private readonly int[] _counts;
    private readonly string _itemFormat;
    private readonly string _userFormat;

    /// <summary>Decides how popular each item and how active each user is.</summary>
    /// <param name="options">Size, shape and seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SyntheticMatrix(SyntheticMatrixOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        var random = new SeededRandom(options.Seed, SetUpStream);
        _popularity = new double[options.Items];
        for (var rank = 0; rank < options.Items; rank++)
            _popularity[rank] = Math.Pow(rank + Shift, -options.PopularityExponent);
        random.Shuffle(_popularity.AsSpan());
        _items = new AliasSampler(_popularity);
        _counts = SpreadOverUsers(options, random);
        _itemFormat = SyntheticIds.DigitsFor(options.Items);
        _userFormat = SyntheticIds.DigitsFor(options.Users);
    }

    /// <summary>The options that the matrix was made with.</summary>
    public SyntheticMatrixOptions Options => _options;

    /// <summary>
    /// The items of each user, rising, from the first user on: numbers of items from 0. A row is good until the next is asked for.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<int>> Rows()
    {
        var row = new int[_counts.Max()];
        var owners = new int[_options.Items];
        for (var user = 0; user < _options.Users; user++)
        {
            Fill(user, row.AsSpan(0, _counts[user]), owners, new SeededRandom(_options.Seed, UserStream + user));
            yield return row.AsMemory(0, _counts[user]);
        }
    }

    /// <summary>The interactions, user by user; made as they are read, and the same each time.</summary>
    public IEnumerable<Interaction> Interactions()
    {
        var items = new string?[_options.Items];
        var start = new DateTimeOffset(_options.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var number = 0;
        foreach (var row in Rows())
        {
            var user = SyntheticIds.User(number, _userFormat);
            var dates = new SeededRandom(_options.Seed, ~number++);
            for (var place = 0; place < row.Length; place++)
            {
                var index = row.Span[place];
                var item = items[index] ??= SyntheticIds.Item(index, _itemFormat);
                DateTimeOffset? date = _options.Days == 0 ? null : start.AddSeconds(Math.Floor(dates.Double() * _options.Days * 86_400));
                yield return new Interaction(user, item, InteractionKind.Purchase, IsRead: false, Rating: null, date);
            }
        }
    }

    /// <summary>Invented books for the items, those of a <see cref="SyntheticShop"/> of the same size and seed.</summary>
    public IEnumerable<Book> Books() =>
        new SyntheticShop(new SyntheticShopOptions { Users = 1, Items = _options.Items, Interactions = 1, Seed = _options.Seed }).Books();

    /// <summary>The id of a user of the matrix by number from 0, in ordinal order.</summary>
    public string UserId(int user) => SyntheticIds.User(user, _userFormat);

    /// <summary>The id of an item of the matrix by number from 0, in ordinal order.</summary>
    public string ItemId(int item) => SyntheticIds.Item(item, _itemFormat);

    /// <summary>One interaction for each, the others in proportion to log-normal draws, without a remainder.</summary>
    private static int[] SpreadOverUsers(SyntheticMatrixOptions options, SeededRandom random)
    {
        var activity = new double[options.Users];
        var sum = 0d;
        for (var user = 0; user < activity.Length; user++)
        {
            // The transform of Box and Muller (1958).
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.Double())) * Math.Cos(2 * Math.PI * random.Double());
            sum += activity[user] = Math.Exp(options.ActivityDeviation * normal);
        }

        var counts = new int[options.Users];
        var (running, given, left) = (0d, 0, 0);
        for (var user = 0; user < counts.Length; user++)
        {
            running += activity[user];
            var share = user == counts.Length - 1 ? 1 : running / sum;
            var upTo = (int)Math.Round((options.Interactions - options.Users) * share);
            counts[user] = Math.Min(1 + upTo - given, options.Items);
            left += 1 + upTo - given - counts[user];
            given = upTo;
        }

        // What is too much for one user goes to the others in turn.
        for (var user = 0; left > 0; user = (user + 1) % counts.Length)
        {
            var open = counts[user] < options.Items ? 1 : 0;
            counts[user] += open;
            left -= open;
        }

        return counts;
    }

    private void Fill(int user, Span<int> row, int[] owners, SeededRandom random)
    {
        var owner = user + 1;
        var count = 0;
        for (var draws = DrawsPerItem * owners.Length; count < row.Length && draws > 0; draws--)
        {
            var item = _items.Draw(random);
            if (owners[item] == owner)
                continue;
            owners[item] = owner;
            row[count++] = item;
        }

        if (count < row.Length)
            FillUp(owner, row[count..], owners, random);
        row.Sort();
    }

    /// <summary>
    /// Chooses by weight among the items that are left, each at most once (Efraimidis and Spirakis, "Weighted random sampling with a
    /// reservoir", Information Processing Letters, 2006).
    /// </summary>
    private void FillUp(int owner, Span<int> places, int[] owners, SeededRandom random)
    {
        var left = Enumerable.Range(0, owners.Length).Where(item => owners[item] != owner).ToArray();
        var keys = Array.ConvertAll(left, item => -Math.Log(1 - random.Double()) / _popularity[item]);
        Array.Sort(keys, left);
        left.AsSpan(0, places.Length).CopyTo(places);
    }
}
