namespace Xmrl.Tabular;

/// <summary>The ways in which the meta-parameters φ reach the adapted parameters θ′. All of them make the hyper-gradient exact.</summary>
[Flags]
internal enum HyperGradientTerms
{
    /// <summary>None: the gradient at θ′ stands for that at φ, ∂θ′/∂φ ≈ I.</summary>
    None = 0,

    /// <summary>Through the divergence that is centred on π_φ, and through π_φ itself.</summary>
    Divergence = 1,

    /// <summary>Through the values Q of π_φ.</summary>
    Value = 2,

    /// <summary>Through the visits of π_φ, where states share parameters or the divergence is one of parameters; Proposition 2 of bo-mrl
    /// leaves it out.</summary>
    Visits = 4,

    /// <summary>All: exact.</summary>
    All = Divergence | Value | Visits,
}
