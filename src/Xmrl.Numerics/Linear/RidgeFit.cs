namespace Xmrl.Numerics.Linear;

/// <summary>A ridge regression.</summary>
/// <param name="Status">Factored, or why the last attempt failed.</param>
/// <param name="Coefficients">Coefficients w. Shape [features]; zero if no attempt succeeded.</param>
/// <param name="Regularization">The ridge of the last attempt.</param>
/// <param name="Attempts">Number of attempts, ≥ 1; above 1 the ridge had to be raised.</param>
internal sealed record RidgeFit(CholeskyStatus Status, double[] Coefficients, double Regularization, int Attempts)
{
    /// <summary>The outcome as a sentence for people.</summary>
    /// <returns>One sentence.</returns>
    public string Describe() => Status switch
    {
        CholeskyStatus.Factored when Attempts == 1 => $"Ridge regression solved with ridge {Regularization:G3}.",
        CholeskyStatus.Factored => $"Ridge regression needed {Attempts} attempts; ridge {Regularization:G3}.",
        CholeskyStatus.NonFinite => "Ridge regression failed: features or targets hold NaN or infinity; the coefficients are zero.",
        _ => $"Ridge regression failed up to ridge {Regularization:G3}: the features are dependent; the coefficients are zero.",
    };
}
