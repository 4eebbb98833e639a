using Xmrl.Fixtures;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Exporting.Tests;

public sealed class ExportedPolicyTests : IDisposable
{
    private const int Inputs = 1000;

    /// <summary>Single precision with another order of sums: a few ulp per layer of outputs of the order of 1; relative beyond 1.</summary>
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. PolicySamples.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_IndependentReader_ComputesWhatThePolicyDoes(string name)
    {
        var model = new PlainOnnxModel(Onnx(name));
        Real[] observations = PolicySamples.Observations(name, Inputs);
        Real[] expected = PolicySamples.Outputs(name, observations, Inputs);
        int size = observations.Length / Inputs;
        int outputs = expected.Length / Inputs;

        (model.Opset, model.IrVersion, model.Producer, model.Name)
            .ShouldBe((OnnxPolicy.Opset, OnnxPolicy.IrVersion, "xmrl", name.Replace('-', '_')));
        model.Inputs.ShouldBe([$"observation[batch,{size}]"]);
        model.Outputs.ShouldBe(
            PolicySamples.IsGaussian(name)
                ? [$"mean[batch,{outputs}]", $"log_std[batch,{outputs}]"]
                : [$"logits[batch,{outputs}]", $"probabilities[batch,{outputs}]"]);
        model.Metadata["seed"].ShouldBe("9");
        for (int i = 0; i < Inputs; i++)
        {
            Dictionary<string, double[]> found = model.Evaluate(
                [.. Enumerable.Range(0, size).Select(o => (double)observations[(o * Inputs) + i])]);
            Compare(name, i, expected, output => found[output]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_OnnxRuntime_ComputesWhatThePolicyDoes(string name)
    {
        using var session = new OnnxSession(Onnx(name));
        Real[] observations = PolicySamples.Observations(name, Inputs);
        Real[] expected = PolicySamples.Outputs(name, observations, Inputs);
        int outputs = expected.Length / Inputs;

        Dictionary<string, OnnxSession.Output> found = session.Run(
            new Dictionary<string, double[]> { ["observation"] = PolicySamples.Rows(observations, Inputs) }, Inputs);

        found.Keys.ShouldBe(PolicySamples.IsGaussian(name) ? ["mean", "log_std"] : ["logits", "probabilities"]);
        found.Values.ShouldAllBe(output => output.Shape.SequenceEqual(new[] { Inputs, outputs }));
        for (int i = 0; i < Inputs; i++)
        {
            Compare(name, i, expected, output => found[output].Values.AsSpan(i * outputs, outputs).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToSafetensors_Policy_HoldsEveryTensorAndTheNormalisation(string name)
    {
        ExportedPolicy policy = PolicySamples.Export(name);
        policy.Write(_folder["p.safetensors"], ExportFormat.Safetensors);

        SafetensorsFile file = SafetensorsFile.Read(_folder["p.safetensors"]);

        string[] deviation = PolicySamples.IsGaussian(name) ? ["log_std"] : [];
        file.Tensors.Keys.ShouldBe(
            policy.Policy.Tensors.Select(static tensor => tensor.Name)
                .Union(deviation)
                .Append("observation.centre")
                .Append("observation.scale"),
            ignoreOrder: true);
        foreach (TensorSpec tensor in policy.Policy.Tensors)
        {
            file[tensor.Name].Values<Real>().ShouldBe(tensor.Of(policy.Parameters.AsSpan()).ToArray());
            file[tensor.Name].Shape.ShouldBe(
                tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? [tensor.Rows, tensor.Columns] : [tensor.Length], tensor.Name);
        }

        (file.Metadata["seed"], file.Metadata["distribution"]).ShouldBe(("9", PolicySamples.IsGaussian(name) ? "gaussian" : "categorical"));
    }

    /// <summary>What another program needs to sample: the deviation too, where it is a constant of the run.</summary>
    [Theory]
    [InlineData("gaussian-fixed-deviation", -1.25)]
    [InlineData("gaussian-tanh", null)]
    public void ToSafetensors_Gaussian_HoldsLogStdAsOneVector(string name, double? constant)
    {
        StoredTensor logStd = PolicySamples.Export(name).ToSafetensors()["log_std"];

        logStd.Shape.ShouldBe([logStd.Count]);
        double[] expected = constant is double value ? [value] : PolicySamples.LogStd(name);
        logStd.ToDoubles()
            .Zip(expected, static (found, wanted) => Math.Abs(found - wanted))
            .ShouldAllBe(static error => error <= Tolerance);
        logStd.Count.ShouldBe(expected.Length);
    }

    /// <summary>IR.md: all names must adhere to the C90 identifier syntax rules.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ToOnnx_Names_AreIdentifiersOfC(string name)
    {
        using var stream = new MemoryStream();
        (PolicySamples.Export(name).ToOnnx() with { Name = "2D-v1:" + name }).Write(stream);

        var model = new PlainOnnxModel(stream.ToArray());

        model.Name.ShouldBe("_2D_v1_" + name.Replace('-', '_'));
        model.Names.ShouldAllBe(static found => found.Length > 0
            && !char.IsAsciiDigit(found[0])
            && found.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_'));
    }

    [Fact]
    public void Write_LayersThatDifferInPunctuationAlone_AreRefused()
    {
        OnnxPolicy policy = PolicySamples.Export("gaussian-tanh").ToOnnx();
        using var stream = new MemoryStream();

        OnnxPolicy renamed = policy with
        {
            Layers =
            [
                policy.Layers[0] with { Name = "a.b" },
                .. policy.Layers.Skip(1).Select(static layer => layer with { Name = "a_b" }),
            ],
        };
        Should.Throw<ArgumentException>(() => renamed.Write(stream))
            .Message.ShouldContain("each name once");
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Onnx("drone").ShouldBe(Onnx("drone"));

    [Fact]
    public void Constructor_ParameterThatIsNotFinite_NamesItsTensor()
    {
        ExportedPolicy good = PolicySamples.Export("gaussian-tanh");
        Real[] parameters = [.. good.Parameters];
        parameters[good.Policy.Tensor("mean.bias").Offset] = Real.NaN;

        Should.Throw<ArithmeticException>(() => new ExportedPolicy(good.Policy, parameters, "p", [])).Message.ShouldContain("mean.bias");
    }

    [Fact]
    public void Write_LayersThatDoNotFit_NamesBothSizes()
    {
        OnnxPolicy policy = PolicySamples.Export("gaussian-tanh").ToOnnx();
        using var stream = new MemoryStream();

        Should.Throw<ArgumentException>(
            () => (policy with { ObservationCentre = [0], ObservationScale = [1] }).Write(stream)).Message.ShouldContain("expected [n, 1]");
        Should.Throw<ArgumentException>(() => (policy with { LogStd = [0] }).Write(stream)).Message.ShouldContain("expected 2");
        stream.Length.ShouldBe(0);
    }

    private static byte[] Onnx(string name)
    {
        using var stream = new MemoryStream();
        PolicySamples.Export(name).ToOnnx().Write(stream);
        return stream.ToArray();
    }

    private static void Compare(string name, int sample, Real[] expected, Func<string, double[]> found)
    {
        double[] own = [.. Enumerable.Range(0, expected.Length / Inputs).Select(row => (double)expected[(row * Inputs) + sample])];
        if (PolicySamples.IsGaussian(name))
        {
            Near(own, found("mean"));
            Near(PolicySamples.LogStd(name), found("log_std"));
        }
        else
        {
            Near(own, found("logits"));
            double total = own.Sum(logit => Math.Exp(logit - own.Max()));
            Near([.. own.Select(logit => Math.Exp(logit - own.Max()) / total)], found("probabilities"));
        }

        void Near(double[] wanted, double[] got)
        {
            got.Length.ShouldBe(wanted.Length);
            for (int i = 0; i < wanted.Length; i++)
            {
                if (!(Math.Abs(got[i] - wanted[i]) <= Tolerance * Math.Max(1, Math.Abs(wanted[i]))))
                {
                    Assert.Fail($"{name}, input {sample}, component {i}: {got[i]}; expected {wanted[i]}.");
                }
            }
        }
    }
}
