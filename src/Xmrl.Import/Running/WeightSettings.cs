using System.Collections.Immutable;
using Xmrl.Import.Layouts;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Validation;

namespace Xmrl.Import.Running;

/// <summary>How a file of weights is read.</summary>
internal sealed record WeightSettings : IValidated
{
    /// <summary>Whose names the tensors of a safetensors file have. Default: the library whose output layer the file has.</summary>
    public WeightLayout Layout { get; init; } = WeightLayout.ByNames;

    /// <summary>Names of the tensors of each layer, from the observation to the action, for files of any other origin. Default none.
    /// </summary>
    public ImmutableArray<LayerNames> Layers { get; init; } = [];

    /// <summary>Name of ln σ beside <see cref="Layers"/>, or among the constants of an ONNX file; null for the usual names.</summary>
    public string? LogStdName { get; init; }

    /// <summary>Name of an ONNX file's output that is the mean or the logits; null for one of these names, else the first.</summary>
    public string? Output { get; init; }

    /// <summary>Non-linearity of the hidden layers; null where the file says it.</summary>
    public Activation? Activation { get; init; }

    /// <summary>ln σ of all components of an action, in [-20, 2], in place of the file's; null for the file's.</summary>
    public double? LogStd { get; init; }

    /// <summary>Centre of a normalisation (o − centre)·scale of observations that the file does not hold. Shape [O]; empty for zeros.
    /// </summary>
    public ImmutableArray<double> Centre { get; init; } = [];

    /// <summary>Scale of that normalisation. Shape [O]; empty for ones.</summary>
    public ImmutableArray<double> Scale { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (LogStd is double logStd)
        {
            foreach (ValidationError error in NumberRange.Closed(-20, 2).Check(nameof(LogStd), logStd))
            {
                yield return error;
            }
        }

        if (Layout == WeightLayout.Custom && Layers.IsEmpty)
        {
            yield return new ValidationError(nameof(Layers), "the names of all layers with layout: custom", "none");
        }

        foreach (LayerNames layer in Layers.Where(static layer => layer.Weight.Length == 0 || layer.Bias.Length == 0))
        {
            yield return new ValidationError(nameof(Layers), "a weight and a bias of every layer", $"'{layer.Weight}' and '{layer.Bias}'");
        }

        if (Centre.Concat(Scale).Any(static value => !double.IsFinite(value)) || Scale.Contains(0))
        {
            yield return new ValidationError(nameof(Scale), "finite numbers in centre and scale, and no scale of 0", "others");
        }
    }
}
