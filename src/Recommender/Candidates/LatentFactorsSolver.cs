namespace BookRecs.Recommender.Candidates;

/// <summary>How a row of implicit ALS is solved.</summary>
public enum LatentFactorsSolver
{
    /// <summary>A few steps of conjugate gradient (Takács, Pilászy and Tikk, RecSys 2011).</summary>
    ConjugateGradient = 0,

    /// <summary>Exactly, through a Cholesky factorisation (Hu, Koren and Volinsky, ICDM 2008).</summary>
    Cholesky = 1,
}
