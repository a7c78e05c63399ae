namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>A leaf of a tree that still grows.</summary>
internal sealed class TreeLeaf
{
    /// <summary>Where its rows begin among the rows of the tree.</summary>
    public required int First { get; init; }

    /// <summary>How many rows it holds.</summary>
    public required int Count { get; init; }

    /// <summary>Packed derivatives of its rows.</summary>
    public required long Sum { get; init; }

    /// <summary>What it answers, before the learning rate.</summary>
    public required double Value { get; init; }

    /// <summary>The least it and what grows from it may answer.</summary>
    public required double LowerBound { get; init; }

    /// <summary>The most it and what grows from it may answer.</summary>
    public required double UpperBound { get; init; }

    /// <summary>Its place: the node above and whether it is that node's right child; the root has node −1.</summary>
    public required (int Node, bool IsRight) Parent { get; init; }

    /// <summary>Derivatives by bin, held while it may be split.</summary>
    public long[]? Histogram { get; set; }

    /// <summary>The best split found.</summary>
    public Split Best { get; set; }

    /// <summary>Features whose best split turned out to leave a child with too few rows.</summary>
    public List<int> Refused { get; } = [];
}
