using System.Collections.Immutable;

namespace Xmrl.Runs.Onnx;

/// <summary>Whether the parts of a graph fit together. Every message names both sizes.</summary>
internal static class OnnxChecks
{
    /// <summary>Centre and scale have one length, at least 1.</summary>
    public static void Normalisation(ImmutableArray<float> centre, ImmutableArray<float> scale, string parameter)
    {
        if (centre.IsDefaultOrEmpty || scale.Length != centre.Length)
        {
            throw new ArgumentException(
                $"ObservationCentre has {(centre.IsDefault ? 0 : centre.Length)} numbers and ObservationScale "
                    + $"{(scale.IsDefault ? 0 : scale.Length)}; expected both [O] with O ≥ 1.",
                parameter);
        }
    }

    /// <summary>No two names are one identifier.</summary>
    public static void Names(IReadOnlyList<string> names, string parameter)
    {
        if (names.Select(OnnxGraph.Identifier).Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException(
                $"Layers are named {string.Join(", ", names)}; expected each name once, also where all but letters and digits is an "
                    + $"underscore.",
                parameter);
        }
    }

    /// <summary>A layer reads as many numbers as it is given.</summary>
    /// <returns>How many it gives.</returns>
    public static int Layer(OnnxLayer layer, int inputs, string parameter)
    {
        if (layer.Bias.IsDefaultOrEmpty || layer.Weight.Length != (long)layer.Bias.Length * inputs)
        {
            throw new ArgumentException(
                $"Layer {layer.Name} has {layer.Weight.Length} weights and {layer.Bias.Length} biases; expected [n, {inputs}] and [n] "
                    + $"with n ≥ 1.",
                parameter);
        }

        return layer.Bias.Length;
    }

    /// <summary>There is one deviation per mean, or none.</summary>
    public static void LogStd(ImmutableArray<float> logStd, int size, string parameter)
    {
        if (!logStd.IsEmpty && logStd.Length != size)
        {
            throw new ArgumentException(
                $"LogStd has {logStd.Length} numbers; expected {size}, one per mean, or none for a categorical policy.", parameter);
        }
    }
}
