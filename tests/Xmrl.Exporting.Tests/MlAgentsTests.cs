namespace Xmrl.Exporting.Tests;

/// <summary>Exports with the names of Unity's ML-Agents, in ONNX Runtime.</summary>
public sealed class MlAgentsTests
{
    private const int Inputs = 400;
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. PolicySamples.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_MlAgents_HasItsNamesAndThePolicysActions(string name)
    {
        using var stream = new MemoryStream();
        (PolicySamples.Export(name).ToOnnx() with { ForMlAgents = true }).Write(stream);
        using var session = new OnnxSession(stream.ToArray());
        Real[] observations = PolicySamples.Observations(name, Inputs);
        Real[] expected = PolicySamples.Outputs(name, observations, Inputs);
        int size = expected.Length / Inputs;
        var given = new Dictionary<string, double[]> { ["obs_0"] = PolicySamples.Rows(observations, Inputs) };
        if (!PolicySamples.IsGaussian(name))
        {
            given["action_masks"] = [.. Enumerable.Range(0, Inputs * size).Select(i => i % size == 0 ? 0.0 : 1)];
        }

        Dictionary<string, OnnxSession.Output> outputs = session.Run(given, Inputs);

        session.Inputs.ShouldBe(given.Keys);
        outputs["version_number"].Values.ShouldBe([3]);
        outputs["memory_size"].Values.ShouldBe([0]);
        if (PolicySamples.IsGaussian(name))
        {
            CheckNumbers(outputs, expected);
        }
        else
        {
            CheckChoices(outputs, expected);
        }
    }

    /// <summary>What is drawn lies about the mean.</summary>
    private static void CheckNumbers(Dictionary<string, OnnxSession.Output> outputs, Real[] expected)
    {
        int size = expected.Length / Inputs;
        outputs["continuous_action_output_shape"].Values.ShouldBe([size]);
        double[] means = outputs["deterministic_continuous_actions"].Values;
        double[] drawn = outputs["continuous_actions"].Values;
        for (int i = 0; i < means.Length; i++)
        {
            double mean = expected[(i % size * Inputs) + (i / size)];
            means[i].ShouldBe(mean, Tolerance * Math.Max(1, Math.Abs(mean)));
        }

        drawn.Zip(means, (a, m) => a - m).Distinct().Count().ShouldBeGreaterThan(Inputs / 2);
    }

    /// <summary>The first choice is forbidden.</summary>
    private static void CheckChoices(Dictionary<string, OnnxSession.Output> outputs, Real[] expected)
    {
        int size = expected.Length / Inputs;
        outputs["discrete_action_output_shape"].Values.ShouldBe([size]);
        outputs["discrete_actions"].Type.ShouldBe(typeof(int));
        double[] likeliest = outputs["deterministic_discrete_actions"].Values;
        for (int i = 0; i < Inputs; i++)
        {
            double[] logits = [.. Enumerable.Range(1, size - 1).Select(choice => (double)expected[(choice * Inputs) + i])];
            likeliest[i].ShouldBe(1 + Array.IndexOf(logits, logits.Max()));
        }

        outputs["discrete_actions"].Values.ShouldAllBe(choice => choice >= 1 && choice < size);
    }
}
