using System.Text.RegularExpressions;

namespace Xmrl.Import.Layouts;

/// <summary>How a library names the tensors of its policies. Weights are [outputs, inputs].</summary>
internal sealed partial record LayoutCard
{
    /// <summary>ln 10⁻⁶: pytorch-maml-rl and garage keep σ at 10⁻⁶ or above.</summary>
    private const double SmallestLogStd = -13.815510557964274;

    /// <summary>Which layout it is.</summary>
    public required WeightLayout Layout { get; init; }

    /// <summary>The library, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Weights of the hidden layers: group net orders the parts of a network, group n the layers of a part.</summary>
    public required Regex Hidden { get; init; }

    /// <summary>The parts of a network in their order; one empty name for a network of one part.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [string.Empty];

    /// <summary>The number of a part's first layer.</summary>
    public int First { get; init; }

    /// <summary>By how much the numbers of layers grow: 2 where every other one is a non-linearity.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Weights of the output layer, of which a file has one.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Whether the output layer of choices is the last numbered one.</summary>
    public bool LastIsOutput { get; init; }

    /// <summary>Names of ln σ, of which a file has one or none.</summary>
    public IReadOnlyList<string> LogStds { get; init; } = [];

    /// <summary>Name of the least ln σ; null for none in the file.</summary>
    public string? LeastLogStd { get; init; }

    /// <summary>Name of the greatest ln σ; null for none in the file.</summary>
    public string? GreatestLogStd { get; init; }

    /// <summary>The least ln σ where the file has none.</summary>
    public double SmallestDeviation { get; init; } = double.NegativeInfinity;

    /// <summary>Tensors that have no part in an action.</summary>
    public required Regex Ignored { get; init; }

    /// <summary>All layouts with names of their own.</summary>
    public static IReadOnlyList<LayoutCard> All { get; } =
    [
        new()
        {
            Layout = WeightLayout.StableBaselines3,
            Title = "Stable-Baselines3",
            Hidden = StableBaselinesHidden(),
            Parts = ["shared_net", "policy_net"],
            Stride = 2,
            Outputs = ["action_net.weight"],
            LogStds = ["log_std"],
            Ignored = StableBaselinesIgnored(),
        },
        new()
        {
            Layout = WeightLayout.Garage,
            Title = "garage",
            Hidden = GarageHidden(),
            Outputs = ["_module._mean_module._output_layers.0.linear.weight"],
            LogStds = ["_module._init_std", "_module.init_std"],
            LeastLogStd = "_module._min_std_param",
            GreatestLogStd = "_module._max_std_param",
            SmallestDeviation = SmallestLogStd,
            Ignored = GarageIgnored(),
        },
        new()
        {
            Layout = WeightLayout.Xmrl,
            Title = "Xmrl",
            Hidden = XmrlHidden(),
            Outputs = ["mean.weight", "logits.weight"],
            LogStds = ["log_std"],
            Ignored = XmrlIgnored(),
        },
        new()
        {
            Layout = WeightLayout.PytorchMamlRl,
            Title = "pytorch-maml-rl",
            Hidden = MamlHidden(),
            First = 1,
            Outputs = ["mu.weight"],
            LastIsOutput = true,
            LogStds = ["sigma"],
            SmallestDeviation = SmallestLogStd,
            Ignored = Nothing(),
        },
    ];

    [GeneratedRegex(@"^mlp_extractor\.(?<net>shared_net|policy_net)\.(?<n>\d{1,4})\.weight$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StableBaselinesHidden();

    [GeneratedRegex(@"^(value_net|mlp_extractor\.value_net)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StableBaselinesIgnored();

    [GeneratedRegex(@"^_module\._mean_module\._layers\.(?<n>\d{1,4})\.linear\.weight$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GarageHidden();

    [GeneratedRegex(@"^_module\.(_?min_std_param|_?max_std_param)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GarageIgnored();

    [GeneratedRegex(@"^layers\.(?<n>\d{1,4})\.weight$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex XmrlHidden();

    [GeneratedRegex(@"^(observation\.(centre|scale)|context(\.weight)?|step_size\..*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex XmrlIgnored();

    [GeneratedRegex(@"^layer(?<n>\d{1,4})\.weight$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MamlHidden();

    [GeneratedRegex("$^", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nothing();
}
