namespace BookRecs.Recommender.Candidates;

/// <summary>How interactions are weighted before items are compared.</summary>
public enum ItemWeighting
{
    /// <summary>Vectors of unit length: the similarity is the cosine (Sarwar et al., WWW 2001).</summary>
    Cosine = 0,

    /// <summary>Damped by how many items a user has, then of unit length.</summary>
    TfIdf = 1,

    /// <summary>Okapi BM25 with items as documents and users as terms (Robertson and Zaragoza, 2009).</summary>
    Bm25 = 2,
}
