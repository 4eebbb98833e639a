using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>A scalar on sampled data whose derivatives estimate those of the expected return; its value is not the return.</summary>
public interface ISurrogate
{
    /// <summary>Name in configurations and reports.</summary>
    string Name { get; }

    /// <summary>Records the surrogate per sample; the sum over samples is what is differentiated.</summary>
    /// <param name="inputs">The log-probability and the data that it may use.</param>
    /// <returns>Shape [1, samples].</returns>
    Node Record(SurrogateInputs inputs);
}
