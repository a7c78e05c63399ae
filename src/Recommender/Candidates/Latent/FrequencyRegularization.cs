using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Regularisation by the number of a row's interactions, λ·(count + α₀·n)^ν (Rendle, Krichene, Zhang and Koren, "Revisiting the
/// performance of iALS on item recommendation benchmarks", RecSys 2022), with α₀ = 1/alpha, since an unobserved pair weighs 1 here where
/// an interaction weighs alpha more. Scaled so that the mean over the rows is λ, which keeps λ comparable when ν changes.
/// </summary>
/// <param name="scale">Regularisation of a row whose count + α₀·n is 1.</param>
/// <param name="unobserved">α₀·n.</param>
/// <param name="exponent">ν.</param>
internal readonly struct FrequencyRegularization(float scale, float unobserved, float exponent)
{
    /// <summary>λ over the mean of (count + α₀·n)^ν.</summary>
    public float Scale => scale;

    /// <summary>α₀·n.</summary>
    public float Unobserved => unobserved;

    /// <summary>ν.</summary>
    public float Exponent => exponent;

    /// <summary>The regularisation for the rows of a matrix.</summary>
    public static FrequencyRegularization For(CsrMatrix matrix, LatentFactorsOptions options)
    {
        var unobserved = matrix.ColumnCount / options.Alpha;
        var sum = 0d;
        var used = 0;
        for (var row = 0; row < matrix.RowCount; row++)
        {
            var count = matrix.RowColumns(row).Length;
            if (count == 0)
                continue;
            used++;
            sum += Math.Pow(count + unobserved, options.FrequencyExponent);
        }

        var mean = used == 0 ? 1 : sum / used;
        return new FrequencyRegularization((float)(options.Regularization / mean), unobserved, options.FrequencyExponent);
    }

    /// <summary>The regularisation of a row with this many interactions.</summary>
    public float Of(int count) => scale * MathF.Pow(count + unobserved, exponent);
}
