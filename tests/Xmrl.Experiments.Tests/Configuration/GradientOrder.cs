namespace Xmrl.Experiments.Tests.Configuration;

internal enum GradientOrder
{
    FirstOrder,
    Exact,
}
