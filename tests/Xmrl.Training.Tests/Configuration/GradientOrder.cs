namespace Xmrl.Training.Tests.Configuration;

internal enum GradientOrder
{
    FirstOrder,
    Exact,
}
