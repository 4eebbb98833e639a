using Xmrl.Explain.MixingLaws;

namespace Xmrl.Verification;

/// <summary>A mixing law that starts at given parameters instead of its symmetric ones.</summary>
/// <param name="law">The law.</param>
/// <param name="start">φ at the start. Shape [ParameterCount].</param>
internal sealed class StartingLaw(IMixingLaw law, double[] start) : IMixingLaw
{
    public string Name => law.Name;

    public int ParameterCount => law.ParameterCount;

    public void Initialize(Span<double> parameters) => start.CopyTo(parameters);

    public double Sample(ReadOnlySpan<double> parameters, double standardNormal) => law.Sample(parameters, standardNormal);

    public void Derivative(ReadOnlySpan<double> parameters, double standardNormal, Span<double> lambdaByParameters)
        => law.Derivative(parameters, standardNormal, lambdaByParameters);

    public double Density(ReadOnlySpan<double> parameters, double lambda) => law.Density(parameters, lambda);

    public double MassAtEnds(ReadOnlySpan<double> parameters) => law.MassAtEnds(parameters);

    public double Mean(ReadOnlySpan<double> parameters) => law.Mean(parameters);

    public double StandardDeviation(ReadOnlySpan<double> parameters) => law.StandardDeviation(parameters);

    public void Project(Span<double> parameters) => law.Project(parameters);
}
