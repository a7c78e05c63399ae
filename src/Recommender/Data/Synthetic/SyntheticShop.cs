namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// An invented book shop with a seed: readers with latent tastes for themes and authors, series read in order, new books and new
/// readers arriving over time, weekly and yearly rhythm, and popularity with a long tail. No reader takes two editions of a work, and
/// none takes a book before its arrival. Memory: about 24 bytes an interaction and 150 bytes a reader and a book; interactions are
/// made as they are read. Everything it makes is synthetic, as its ids and publishers show.
/// </summary>
public sealed class SyntheticShop
{
    /// <summary>Says that the data is invented; show it wherever the data is shown.</summary>
    public const string Label = "synthetic data: invented readers, books and publishers";

    private readonly SyntheticShopOptions _options;
    private readonly ShopCatalogue _catalogue;
    private readonly BookText _text;
    private readonly string _itemFormat;

    /// <summary>Makes the catalogue.</summary>
    /// <param name="options">Size, period and seed; null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SyntheticShop(SyntheticShopOptions? options = null)
    {
        _options = options ?? new SyntheticShopOptions();
        _options.Validate();
        _catalogue = new ShopCatalogue(_options);
        _itemFormat = SyntheticIds.DigitsFor(_options.Items);
        _text = new BookText(_options, _catalogue, ItemId);
    }

    /// <summary>The options that the shop was made with.</summary>
    public SyntheticShopOptions Options => _options;

    /// <summary>All books, in the order of their ids; made as they are read.</summary>
    public IEnumerable<Book> Books()
    {
        for (var item = 0; item < _options.Items; item++)
            yield return _text.Write(item);
    }

    /// <summary>The interactions in order of time; made as they are read, and the same each time.</summary>
    public IEnumerable<Interaction> Interactions()
    {
        var readers = new ShopReaders(_options, _catalogue);
        var userFormat = SyntheticIds.DigitsFor(_options.Users);
        var users = new string?[_options.Users];
        var items = new string?[_options.Items];
        foreach (var act in new ShopSimulation(_options, _catalogue, readers).Acts())
        {
            var user = users[act.User] ??= SyntheticIds.User(act.User, userFormat);
            var item = items[act.Item] ??= ItemId(act.Item);
            float? rating = act.Rating == 0 ? null : act.Rating;
            var date = new DateTimeOffset(_options.Start.AddDays(act.Day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            yield return new Interaction(
                user,
                item,
                Interaction.KindOf(act.IsRead, rating, InteractionKind.Purchase),
                act.IsRead,
                rating,
                date.AddSeconds(act.Second));
        }
    }

    private string ItemId(int item) => SyntheticIds.Item(item, _itemFormat);
}
