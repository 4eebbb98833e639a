namespace Xmrl.Numerics.Linear;

/// <summary>How a Cholesky factorization ended.</summary>
internal enum CholeskyStatus
{
    /// <summary>A = L Lᵀ was found.</summary>
    Factored,

    /// <summary>A pivot was not positive: the matrix is singular or indefinite to working precision.</summary>
    NotPositiveDefinite,

    /// <summary>A pivot was NaN or infinite.</summary>
    NonFinite,
}
