using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;

namespace Xmrl.Import.Networks;

/// <summary>A multilayer perceptron as a file holds it.</summary>
internal sealed record ImportedNetwork
{
    /// <summary>What messages call the file.</summary>
    public required string Source { get; init; }

    /// <summary>How the file was read, for people.</summary>
    public required string Layout { get; init; }

    /// <summary>The layers from the observation to the action; the last is linear.</summary>
    public required ImmutableArray<ImportedLayer> Layers { get; init; }

    /// <summary>Non-linearity after every layer but the last; null where the file does not say.</summary>
    public Activation? Activation { get; init; }

    /// <summary>ln σ, one number or one per component of an action; empty where the file has none.</summary>
    public ImmutableArray<double> LogStd { get; init; } = [];

    /// <summary>Centre of the normalisation (o − centre)·scale; empty for zeros. Shape [O].</summary>
    public ImmutableArray<double> Centre { get; init; } = [];

    /// <summary>Scale of the normalisation; empty for ones. Shape [O].</summary>
    public ImmutableArray<double> Scale { get; init; } = [];

    /// <summary>The context; null for none.</summary>
    public ImportedContext? Context { get; init; }

    /// <summary>Number of components of an observation.</summary>
    public int ObservationSize => Layers[0].Inputs;

    /// <summary>Components of the mean, or choices.</summary>
    public int Outputs => Layers[^1].Outputs;

    /// <summary>Requires that the layers fit together and that all numbers are finite.</summary>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidDataException">They do not; the message names file, layer and sizes.</exception>
    public ImportedNetwork Required()
    {
        for (int i = 0; i < Layers.Length; i++)
        {
            ImportedLayer layer = Layers[i];
            if (i > 0 && layer.Inputs != Layers[i - 1].Outputs)
            {
                throw new InvalidDataException(
                    $"{Source}: layer {layer.Name} reads {layer.Inputs} numbers; the layer before it, {Layers[i - 1].Name}, writes "
                        + $"{Layers[i - 1].Outputs}.");
            }

            if (layer.Bias.Length != layer.Outputs)
            {
                throw new InvalidDataException(
                    $"{Source}: the bias of layer {layer.Name} has {layer.Bias.Length} numbers; its weight has {layer.Outputs} rows.");
            }

            RequireFinite($"layer {layer.Name}", [.. layer.Weight, .. layer.Bias]);
        }

        if (LogStd.Length > 1 && LogStd.Length != Outputs)
        {
            throw new InvalidDataException(
                $"{Source}: the logarithm of the deviations has {LogStd.Length} numbers; expected 1 or {Outputs}.");
        }

        if ((Centre.Length > 0 && Centre.Length != ObservationSize) || (Scale.Length > 0 && Scale.Length != ObservationSize))
        {
            throw new InvalidDataException(
                $"{Source}: centre and scale of observations have {Centre.Length} and {Scale.Length} numbers; expected "
                    + $"{ObservationSize} of each.");
        }

        RequireFinite("the logarithm of the deviations", [.. LogStd]);
        RequireFinite("the normalisation of observations", [.. Centre, .. Scale]);
        RequireFinite("the context", [.. Context?.Values ?? [], .. Context?.Weight ?? []]);
        return this;
    }

    private void RequireFinite(string what, double[] values)
    {
        int at = Array.FindIndex(values, static value => !double.IsFinite(value));
        if (at >= 0)
        {
            throw new InvalidDataException($"{Source}: {what} holds {values[at]}; expected finite numbers.");
        }
    }
}
