using Xmrl.Experiments.Explanations;
using Xmrl.Explain.MixingLaws;
using Xmrl.Runs.Reports.Explanations;

namespace Xmrl.Experiments.Reporting;

/// <summary>The learned law of mixing coefficients in a run's report.</summary>
internal static class AugmentationPart
{
    private static readonly string[] s_names = ["μ", "σ"];

    /// <summary>The law of the method that the run is about; null where it learned none.</summary>
    public static ReportAugmentation? Of(ReportRecord record)
    {
        if (record.Description.Methods.FirstOrDefault(method => method.IsOurs) is not { } ours || record.Law(ours) is not { } mixing)
        {
            return null;
        }

        IMixingLaw law = EstimatorFactory.Law(record.Configuration.Augment.Law);
        if (mixing.Initial.Length != law.ParameterCount || mixing.Parameters.Length != law.ParameterCount)
        {
            throw new InvalidDataException(
                $"{ReportRecord.MixingPath(record.Run, ours)} has {mixing.Initial.Length} and {mixing.Parameters.Length} parameters; "
                    + $"the law {law.Name} has {law.ParameterCount}.");
        }

        return new ReportAugmentation
        {
            Law = law.Name,
            Parameters = [.. mixing.Initial.Select((before, i) => new ReportLawParameter(s_names[i], before, mixing.Parameters[i]))],
            DensityBefore = Density(law, mixing.Initial),
            DensityAfter = Density(law, mixing.Parameters),
            Estimator = record.Configuration.Augment.Information.ToString(),
            Steps =
            [
                .. mixing.Iterations.Select(step => new ReportAugmentationStep
                {
                    Iteration = step.Iteration - 1,
                    Information = MethodPart.Finite(step.Information),
                    Lower = MethodPart.Finite(step.Bracket.Lower),
                    Upper = MethodPart.Finite(step.Bracket.Upper),
                    Mean = step.Mean,
                    StandardDeviation = step.StandardDeviation,
                }),
            ],
            InfeasibleShare = mixing.Iterations.Count == 0 ? null : mixing.Iterations.Average(step => step.InfeasibleShare),
        };
    }

    private static double[][] Density(IMixingLaw law, double[] parameters)
        => [.. Enumerable.Range(1, 99).Select(i => new[] { i / 100.0, law.Density(parameters, i / 100.0) })];
}
