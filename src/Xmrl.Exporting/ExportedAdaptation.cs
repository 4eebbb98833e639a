using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Settings;

namespace Xmrl.Exporting;

/// <summary>How an exported policy adapts, for programs that do it by themselves (<c>Xmrl.Acting</c>): metadata <c>adaptation.…</c>, and
/// tensors <c>step_size.…</c> where step sizes are learned element by element.</summary>
internal sealed class ExportedAdaptation
{
    private readonly ImmutableSortedDictionary<string, string> _metadata;
    private readonly ImmutableArray<(TensorSpec Tensor, Real[] Sizes)> _sizes;

    private ExportedAdaptation(IDictionary<string, string> metadata, ImmutableArray<(TensorSpec Tensor, Real[] Sizes)> sizes)
        => (_metadata, _sizes) = (metadata.ToImmutableSortedDictionary(StringComparer.Ordinal), sizes);

    /// <summary>The adaptation of a learner.</summary>
    /// <param name="learner">Adapts the policy.</param>
    /// <param name="parameters">Meta-parameters θ, with learned step sizes. Shape of the learner's.</param>
    /// <param name="configuration">What it was made of.</param>
    /// <returns>The steps, or in a sentence why there are none that another program could take.</returns>
    public static ExportedAdaptation Of(IMetaLearner learner, ReadOnlySpan<Real> parameters, TrainConfiguration configuration)
    {
        if (learner is not GradientLearner gradient || Reason(gradient, configuration) is not null)
        {
            string reason = learner is GradientLearner unfit
                ? Reason(unfit, configuration)!
                : $"{configuration.Meta.Learner.Card.Title} does not adapt by gradient steps on the policy's parameters.";
            return new(new Dictionary<string, string> { ["adaptation.rule"] = "none", ["adaptation.reason"] = reason }, []);
        }

        GaeOptions gae = gradient.Options.InnerBatch.Gae;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["adaptation.rule"] = "policyGradient",
            ["adaptation.steps"] = Text(gradient.InnerStep.Steps),
            ["adaptation.trajectories"] = Text(configuration.Scoring.AdaptationTrajectories),
            ["adaptation.discount"] = Text(gae.Discount),
            ["adaptation.trace"] = Text(gae.Lambda),
            ["adaptation.baseline"] = "linearTime",
            // A deviation that is not learned is a constant of the policy.
            ["adaptation.step_size.log_std"] = "0",
        };
        if (gradient.ValueFeatures() is RadialFeatures { Options: var grid })
        {
            metadata["adaptation.baseline"] = "radial";
            metadata["adaptation.baseline.x"] = $"{Text(grid.LowX)} {Text(grid.HighX)} {Text(grid.CountX)}";
            metadata["adaptation.baseline.y"] = $"{Text(grid.LowY)} {Text(grid.HighY)} {Text(grid.CountY)}";
        }

        ReadOnlySpan<double> sizes = gradient.InnerStep.At(parameters).StepSizes;
        var tensors = ImmutableArray.CreateBuilder<(TensorSpec Tensor, Real[] Sizes)>();
        foreach (TensorSpec tensor in gradient.Policy.Tensors)
        {
            ReadOnlySpan<double> own = sizes.Slice(tensor.Offset, tensor.Length);
            if (own.ContainsAnyExcept(own[0]))
            {
                tensors.Add((tensor, [.. own.ToArray().Select(static size => (Real)size)]));
                metadata.Remove($"adaptation.step_size.{tensor.Name}");
            }
            else
            {
                metadata[$"adaptation.step_size.{tensor.Name}"] = Text(own[0]);
            }
        }

        return new ExportedAdaptation(metadata, tensors.ToImmutable());
    }

    /// <summary>Adds metadata and tensors.</summary>
    public void AddTo(SafetensorsFile file)
    {
        foreach ((string key, string value) in _metadata)
        {
            file.Metadata[key] = value;
        }

        foreach ((TensorSpec tensor, Real[] sizes) in _sizes)
        {
            ReadOnlySpan<int> axes = tensor.Name.EndsWith("weight", StringComparison.Ordinal)
                ? [tensor.Rows, tensor.Columns]
                : [tensor.Length];
            file.Tensors[$"step_size.{tensor.Name}"] = StoredTensor.Of<Real>(sizes, axes);
        }
    }

    private static string? Reason(GradientLearner learner, TrainConfiguration configuration)
    {
        string title = configuration.Meta.Learner.Card.Title;
        return learner.Options.Proximal is not null ? $"{title} adapts by solving a proximal problem."
            : learner.Options.InnerSurrogate is not (LowVarianceCurvature or Score)
                ? $"The inner surrogate {learner.Options.InnerSurrogate.Name} has another gradient than the policy gradient."
            : learner.ValueFeatures() is not (LinearTimeFeatures or RadialFeatures)
                ? "Its baseline reads prices: train with meta.baseline=linearTime."
            : null;
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
