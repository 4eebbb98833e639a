using Xmrl.Rl.Environments.Bodies;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Dashboard.Scenes;

/// <summary>Turns the bodies of an environment into what a run stores of them.</summary>
internal static class BodyRecord
{
    /// <summary>Digits of a geometry: 0.01 mm.</summary>
    private const int Digits = 5;

    /// <summary>The position of a model, which is appended unless one of equal bodies and solids is there.</summary>
    public static int Add(List<BodyModel> models, BodyModel model)
    {
        int found = models.FindIndex(other => IsSame(other, model));
        if (found < 0)
        {
            models.Add(model);
        }

        return found < 0 ? models.Count - 1 : found;
    }

    /// <summary>Models as they are stored.</summary>
    public static IReadOnlyList<ReportBodyModel> Of(IReadOnlyList<BodyModel> models) =>
    [
        .. models.Select(model => new ReportBodyModel
        {
            Bodies = [.. model.Bodies.Select(body => new ReportBody(body.Name, body.Group))],
            Shapes =
            [
                .. model.Shapes.Select(shape => new ReportShape3D(
                    shape.Body, Enum.Parse<ReportSolid>(shape.Kind.ToString()), Rounded(shape.Size), Rounded(shape.Position),
                    Rounded(shape.Rotation))),
            ],
            Followed = model.Followed,
            Ground = Math.Round(model.Ground, Digits),
            Centre = Rounded(model.Centre),
            Radius = model.Radius,
        }),
    ];

    /// <summary>Aims as they are stored.</summary>
    public static IReadOnlyList<ReportAim> Of(IReadOnlyList<BodyAim> aims) =>
        [.. aims.Select(aim => new ReportAim(aim.Label, Enum.Parse<ReportAimKind>(aim.Kind.ToString()), Rounded(aim.Vector)))];

    private static double[] Rounded(IReadOnlyList<double> numbers) => [.. numbers.Select(static number => Math.Round(number, Digits))];

    private static bool IsSame(BodyModel first, BodyModel second)
        => ReferenceEquals(first, second)
            || (first.Bodies.SequenceEqual(second.Bodies)
                && first.Shapes.Select(Numbers).SequenceEqual(second.Shapes.Select(Numbers), StringComparer.Ordinal));

    private static string Numbers(BodyShape shape) => string.Join(
        ' ', [shape.Body, (int)shape.Kind, .. Rounded(shape.Size), .. Rounded(shape.Position), .. Rounded(shape.Rotation)]);
}
