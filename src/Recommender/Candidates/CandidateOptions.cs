using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of all candidate sources.</summary>
public sealed record CandidateOptions
{
    /// <summary>Settings of "popular".</summary>
    public PopularOptions Popular { get; init; } = new();

    /// <summary>Settings of "trending".</summary>
    public TrendingOptions Trending { get; init; } = new();

    /// <summary>Settings of "item_to_item".</summary>
    public ItemToItemOptions ItemToItem { get; init; } = new();

    /// <summary>Settings of "content".</summary>
    public ContentOptions Content { get; init; } = new();

    /// <summary>Settings of "same_author".</summary>
    public SeriesAuthorOptions SeriesAuthor { get; init; } = new();

    /// <summary>Settings of "blend".</summary>
    public BlendOptions Blend { get; init; } = new();

    /// <summary>Settings of "rp3beta".</summary>
    public Rp3BetaOptions Rp3Beta { get; init; } = new();

    /// <summary>Settings of "sparse_linear".</summary>
    public SparseLinearOptions SparseLinear { get; init; } = new();

    /// <summary>Settings of "latent_factors".</summary>
    public LatentFactorsOptions LatentFactors { get; init; } = new();

    /// <summary>Settings of "ease".</summary>
    public EaseOptions Ease { get; init; } = new();

    /// <summary>Settings of "user_to_user".</summary>
    public UserToUserOptions UserToUser { get; init; } = new();

    /// <summary>Settings of "cold_start".</summary>
    public ColdStartOptions ColdStart { get; init; } = new();

    /// <summary>Settings of "co_purchase".</summary>
    public CoPurchaseOptions CoPurchase { get; init; } = new();

    /// <summary>Settings of "new".</summary>
    public NewOptions New { get; init; } = new();

    /// <summary>Settings of "engine".</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        Popular.Validate();
        Trending.Validate();
        ItemToItem.Validate();
        Content.Validate();
        SeriesAuthor.Validate();
        Blend.Validate();
        Rp3Beta.Validate();
        SparseLinear.Validate();
        LatentFactors.Validate();
        Ease.Validate();
        UserToUser.Validate();
        ColdStart.Validate();
        CoPurchase.Validate();
        New.Validate();
        Engine.Validate();
    }
}
